import { tryCheats } from './suite.ts';

tryCheats('uncounted bytes');
