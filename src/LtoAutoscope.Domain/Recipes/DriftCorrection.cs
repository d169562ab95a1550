namespace LtoAutoscope.Domain.Recipes;

/// <summary>How a displacement of the sample is corrected.</summary>
public enum DriftCorrection
{
    /// <summary>Not: it is only stated.</summary>
    None,

    /// <summary>By the electrical image shift where the instrument has one, else by the stage. The default.</summary>
    BeamShift,

    /// <summary>By the stage.</summary>
    Stage,
}
