import type { Study } from '../ablations/study';
/**
 * Renders and writes a study's report.
 * @throws LabError if a number's run no longer matches the code, data or configuration: it says which, and writes nothing
 */
export declare function writeReport(study: Study, file: string): Promise<void>;
/**
 * The report as one self-contained HTML document.
 * @throws LabError as {@link writeReport}
 */
export declare function renderReport(study: Study): Promise<string>;
