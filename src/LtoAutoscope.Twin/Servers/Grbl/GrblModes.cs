namespace LtoAutoscope.Twin.Servers.Grbl;

/// <summary>The parser's modes, by the numbers of their G and M words.</summary>
internal readonly record struct GrblModes
{
    public GrblModes()
    {
    }

    /// <summary>0 rapid, 1 feed, 80 none.</summary>
    public int Motion { get; init; }

    /// <summary>54…59.</summary>
    public int Coordinates { get; init; } = 54;

    /// <summary>17…19; kept, not used.</summary>
    public int Plane { get; init; } = 17;

    /// <summary>20 inch, 21 mm.</summary>
    public int Units { get; init; } = 21;

    /// <summary>90 absolute, 91 relative.</summary>
    public int Distance { get; init; } = 90;

    /// <summary>93 inverse time, 94 per minute.</summary>
    public int FeedMode { get; init; } = 94;

    /// <summary>-1 none, 0, 2 or 30.</summary>
    public int Program { get; init; } = -1;

    /// <summary>3, 4, 5.</summary>
    public int Spindle { get; init; } = 5;

    /// <summary>8, 9.</summary>
    public int Coolant { get; init; } = 9;

    /// <summary>Tool.</summary>
    public int Tool { get; init; }

    /// <summary>mm/min; 0 is undefined.</summary>
    public double Feed { get; init; }

    /// <summary>Turns a minute.</summary>
    public double Speed { get; init; }
}
