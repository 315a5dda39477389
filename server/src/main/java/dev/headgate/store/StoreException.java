package dev.headgate.store;

import java.io.Serial;
import java.sql.SQLException;

/** The database refused or is away; its message is for the operator, never for a client. */
public final class StoreException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    StoreException(SQLException cause) {
        super(cause.getMessage(), cause);
    }
}
