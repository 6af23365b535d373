/** A stand-in for SMQ, ECS and SLB, for development, tests and benchmarks; never active in production. */
package io.ecslifeguard.localcloud;
