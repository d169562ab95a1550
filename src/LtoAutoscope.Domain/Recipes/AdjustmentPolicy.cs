namespace LtoAutoscope.Domain.Recipes;

/// <summary>When something of the picture is adjusted by itself.</summary>
public enum AdjustmentPolicy
{
    /// <summary>Never: it stays as the operator left it.</summary>
    Off,

    /// <summary>At the start of a run, and where a frame shows that it is needed. The default.</summary>
    Start,

    /// <summary>The same, and at each new area.</summary>
    Area,
}
