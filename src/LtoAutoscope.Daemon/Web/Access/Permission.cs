namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>What may be asked of the daemon. Who may ask is said in one place: <see cref="Permissions"/>.</summary>
public enum Permission
{
    /// <summary>Looking at everything but other people's trail.</summary>
    Look,

    /// <summary>Blanking the beam and halting the stage: whoever is signed in may.</summary>
    Stop,

    /// <summary>Proposing samples, and looking after the own jobs, samples and cells.</summary>
    Propose,

    /// <summary>Running the queue: pause, resume, skip, order, other people's jobs, loading, acknowledging alerts.</summary>
    Run,

    /// <summary>Holding the instrument by hand.</summary>
    Control,

    /// <summary>Writing recipes.</summary>
    EditRecipes,

    /// <summary>Approving what was proposed.</summary>
    Approve,

    /// <summary>Setting when the laboratory works.</summary>
    Schedule,

    /// <summary>Reading everybody's trail in the audit log, not only what concerns the own jobs.</summary>
    ReadAudit,

    /// <summary>Accounts, keys and sessions of others.</summary>
    ManageAccounts,

    /// <summary>The own password, second factor, keys and sessions.</summary>
    OwnAccount,

    /// <summary>Calibration, the raw console, limits, configuration, backup.</summary>
    Maintain,
}
