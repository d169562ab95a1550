namespace LtoAutoscope.Domain.Recipes;

/// <summary>What the asked precision means for the goal.</summary>
public enum PrecisionPolicy
{
    /// <summary>The goal is reached only when the intervals of median diameter and mean aspect ratio are as narrow as asked. The default.</summary>
    Required,

    /// <summary>The particle count alone is the goal; the results tell how many more particles the asked precision needs.</summary>
    Reported,
}
