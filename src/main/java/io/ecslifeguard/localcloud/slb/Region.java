package io.ecslifeguard.localcloud.slb;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Parameters;

/** The one region that there is. */
record Region(String id) {

    /** Fails unless the call asks for this region. */
    void require(Parameters call) {
        if (!call.required("RegionId").equals(id)) {
            throw new ApiError(404, "InvalidRegionId.NotFound", "The RegionId provided does not exist in our records.");
        }
    }
}
