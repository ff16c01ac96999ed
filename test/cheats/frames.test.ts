import { tryCheats } from './suite.ts';

tryCheats('frames');
