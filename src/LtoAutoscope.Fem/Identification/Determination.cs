namespace LtoAutoscope.Fem.Identification;

/// <summary>What the data say of a parameter, from its profile likelihood inside its bounds.</summary>
public enum Determination
{
    /// <summary>Both ends of the 95 % interval lie within the bounds.</summary>
    Determined,

    /// <summary>Only a lower limit: larger values up to the bound fit as well.</summary>
    OnlyFromBelow,

    /// <summary>Only an upper limit: smaller values down to the bound fit as well.</summary>
    OnlyFromAbove,

    /// <summary>Neither: every value within the bounds fits.</summary>
    NotDetermined,
}
