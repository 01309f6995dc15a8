/**
 * The kernel's process: `node dist/kernel/launcher.js --config-path=<connection file>`.
 *
 * TypeScript cells are compiled by tslab; talking to Jupyter is our own, because tslab answers a failing cell
 * without error name, message and traceback, so that every tool but the eye takes it for a success.
 */
import '../engine/nodeCompatibility';
