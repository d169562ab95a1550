namespace LtoAutoscope.Instruments.ImageSources;

/// <summary>What becomes of a microscope's own file after it was read.</summary>
public enum AfterReading
{
    /// <summary>It stays.</summary>
    Keep,

    /// <summary>It is deleted.</summary>
    Delete,

    /// <summary>It is moved into another folder.</summary>
    Move,
}
