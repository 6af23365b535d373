/** SMQ through the vendor's SDK: receive and delete as Uni. */
package io.ecslifeguard.queue;
