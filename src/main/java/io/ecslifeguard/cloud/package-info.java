/** ECS and SLB through the vendor's SDKs: what errors mean, retries, dry-run. */
package io.ecslifeguard.cloud;
