namespace LtoAutoscope.Domain.Recipes;

/// <summary>When the pixel size is checked.</summary>
public enum CalibrationPolicy
{
    /// <summary>Never: the instrument's own scale counts.</summary>
    Off,

    /// <summary>Where the holder has a calibration stub. The default.</summary>
    WherePossible,

    /// <summary>Always: without a calibration stub the job is refused.</summary>
    Required,
}
