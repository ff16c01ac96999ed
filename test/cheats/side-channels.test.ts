import { tryCheats } from './suite.ts';

tryCheats('side channels');
