namespace LtoAutoscope.Domain.Instruments;

/// <summary>What the z axis counts from. A z that is linked to the working distance is measured from the lens, often with the sign reversed, and depends on a focus that someone set by eye.</summary>
public enum ZLink
{
    /// <summary>Not known: z is not moved.</summary>
    Unknown,

    /// <summary>z is the stage's own coordinate.</summary>
    NotLinked,

    /// <summary>z is measured from the lens through the working distance: z is not moved unless the working distance is known.</summary>
    LinkedToWorkingDistance,
}
