namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>What an update of the fields found.</summary>
internal enum FieldOutcome
{
    /// <summary>They fit the currents that they were given.</summary>
    Settled,

    /// <summary>They have moved by more than the reactions can disregard.</summary>
    Moved,

    /// <summary>Salt ran out somewhere.</summary>
    SaltDepleted,

    /// <summary>Salt rose beyond the property set somewhere.</summary>
    SaltBeyondRange,
}
