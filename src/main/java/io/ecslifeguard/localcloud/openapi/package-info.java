/** OpenAPI in the RPC style: finds action, version and parameters, verifies ACS3 and V1 signatures, writes answers. */
package io.ecslifeguard.localcloud.openapi;
