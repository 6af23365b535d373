/** SLB (CLB): the local cloud's load balancers, their vServer groups and their API. */
package io.ecslifeguard.localcloud.slb;
