namespace LtoAutoscope.Daemon.Viewers;

/// <summary>What <c>bench viewers</c> measures.</summary>
internal sealed record ViewersOptions
{
    /// <summary>Circuits without a browser. Default 19: with one browser beside them, twenty viewers.</summary>
    public int Circuits { get; init; } = 19;

    /// <summary>How long they look, s. Default 30.</summary>
    public int Seconds { get; init; } = 30;

    /// <summary>Openings of a page that are timed. Default 40.</summary>
    public int Openings { get; init; } = 40;

    /// <summary>Presses of STOP. Default 100.</summary>
    public int Stops { get; init; } = 100;

    /// <summary>Idle circuits over which memory is measured. Default 60.</summary>
    public int Idle { get; init; } = 60;
}
