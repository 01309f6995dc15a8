/** Text as it may stand in HTML, between tags and in quoted attributes. */
export declare function escapeHtml(text: string): string;
