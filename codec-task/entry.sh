#!/bin/sh
# The path that the role's credentials are fetched from goes to the program in a pipe. In its environment every program of
# the same user could read it, in /proc: that of the first process, too, which is why Fargate's own is not used.
path=$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI
unset AWS_CONTAINER_CREDENTIALS_RELATIVE_URI ECS_CONTAINER_METADATA_URI ECS_CONTAINER_METADATA_URI_V4 ECS_AGENT_URI
if [ -n "$path" ]; then
  export CREDENTIALS_PATH_DESCRIPTOR=3
  exec tini -- node /app/main.mjs 3<<PIPE
$path
PIPE
fi
exec tini -- node /app/main.mjs
