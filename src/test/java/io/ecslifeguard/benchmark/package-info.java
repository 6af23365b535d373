/** Measures the packaged service, beside simpler loops and the ceilings; run by the Maven profile {@code benchmark}. */
package io.ecslifeguard.benchmark;
