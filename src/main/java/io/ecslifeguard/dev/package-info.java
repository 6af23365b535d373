/** What quarkus:dev and the tests start beside the service: PostgreSQL and the local cloud. Absent from the package. */
package io.ecslifeguard.dev;
