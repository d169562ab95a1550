namespace LtoAutoscope.Daemon.Components.Layout;

/// <summary>How old the instrument's values are.</summary>
public enum Freshness
{
    /// <summary>Never read.</summary>
    None,

    /// <summary>Under 5 s.</summary>
    Fresh,

    /// <summary>5 to 15 s.</summary>
    Late,

    /// <summary>15 s or more: the values stay, greyed.</summary>
    Stale,
}
