import { tryCheats } from './suite.ts';

tryCheats('dependence');
