export { LabError, StoppedError } from './errors';
