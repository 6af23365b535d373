/** What can happen: the events that Alibaba Cloud reports, as values without any I/O. */
package io.ecslifeguard.event;
