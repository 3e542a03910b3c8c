package io.dezky.operator.tenant;

import io.dezky.operator.files.KnownSpace;
import io.dezky.operator.files.TenantFiles;
import io.dezky.platform.v1alpha1.FilesStatus;
import io.dezky.platform.v1alpha1.SpaceState;

/** Reads what status tells of an earlier run in oCIS. */
final class KnownFiles {

    private KnownFiles() {}

    static TenantFiles.Known of(FilesStatus files) {
        if (files == null) {
            return TenantFiles.Known.nothing();
        }
        return new TenantFiles.Known(files.spaces().stream()
                .map(space ->
                        new KnownSpace(space.name(), space.id(), space.state() == SpaceState.CREATING, space.folders()))
                .toList());
    }
}
