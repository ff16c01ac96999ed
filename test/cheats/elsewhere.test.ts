import { tryCheats } from './suite.ts';

tryCheats('elsewhere');
