namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>Flags of a request; a reply has none. Source: SharkSEM remote control, document 2.0.25, message header.</summary>
[Flags]
public enum SharkSemFlags : ushort
{
    /// <summary>Nothing asked for.</summary>
    None = 0,

    /// <summary>Reply even when the function returns nothing.</summary>
    AlwaysReply = 0x0001,

    /// <summary>Jump the queue of the server.</summary>
    Jump = 0x0002,

    /// <summary>Wait A: execute when the electron-beam scan has ended.</summary>
    WaitScan = 0x0100,

    /// <summary>Wait B: execute when the stage is idle.</summary>
    WaitStage = 0x0200,

    /// <summary>Wait C: execute when the electron optics have settled.</summary>
    WaitOptics = 0x0400,

    /// <summary>Wait D: execute when automatic procedures have ended.</summary>
    WaitAutomatic = 0x0800,
}
