/** ECS and the CloudMonitor events that its instances cause: the local cloud's instances, their life and their API. */
package io.ecslifeguard.localcloud.ecs;
