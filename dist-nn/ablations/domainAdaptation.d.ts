import { type Ablation } from './ablation';
type Stages = 'generalVectors' | 'domainVectors' | 'bothVectors' | 'general' | 'generalLonger' | 'domain' | 'task' | 'domainTask' | 'domainReplay' | 'other';
type Arms = 'scratch' | 'tfidf' | 'vectorsGeneral' | 'vectorsDomain' | 'vectorsBoth' | Exclude<Stages, 'generalVectors' | 'domainVectors' | 'bothVectors' | 'general'>;
/** The study on cards of one's own: `domainAdaptationOn({ target: './my-task.json' })`; others keep their defaults. */
export declare function domainAdaptationOn(own: Readonly<Record<string, string>>): Ablation<Arms>;
/** The study; see the head of this file. */
export declare const domainAdaptation: Ablation<Arms>;
export {};
