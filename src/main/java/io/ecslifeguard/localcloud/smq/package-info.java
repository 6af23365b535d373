/** Simple Message Queue (SMQ, formerly MNS), version 2015-06-06: queues in memory, its XML, its signatures. */
package io.ecslifeguard.localcloud.smq;
