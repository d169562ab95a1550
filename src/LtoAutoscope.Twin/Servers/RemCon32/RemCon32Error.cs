namespace LtoAutoscope.Twin.Servers.RemCon32;

/// <summary>Error numbers of RemCon32 that the twin sends.</summary>
internal enum RemCon32Error
{
    /// <summary>The command is not known.</summary>
    Unknown = 600,

    /// <summary>A parameter is of the wrong type.</summary>
    Type = 602,

    /// <summary>A parameter is out of range.</summary>
    Range = 603,

    /// <summary>The running command was aborted.</summary>
    Aborted = 611,

    /// <summary>The value cannot be reached.</summary>
    Unattainable = 613,

    /// <summary>The option is not fitted.</summary>
    NotFitted = 614,

    /// <summary>Not possible now.</summary>
    NotNow = 616,

    /// <summary>The command line is too long.</summary>
    TooLong = 617,
}
