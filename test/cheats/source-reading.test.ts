import { tryCheats } from './suite.ts';

tryCheats('source reading');
