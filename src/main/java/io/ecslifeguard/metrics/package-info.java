/** Figures for Prometheus: counts what the other packages tell of themselves, and samples what only the journal knows. */
package io.ecslifeguard.metrics;
