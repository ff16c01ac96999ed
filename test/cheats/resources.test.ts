import { tryCheats } from './suite.ts';

tryCheats('resources');
