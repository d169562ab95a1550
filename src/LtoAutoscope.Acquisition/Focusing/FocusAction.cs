namespace LtoAutoscope.Acquisition.Focusing;

/// <summary>How focus is brought in order.</summary>
public enum FocusAction
{
    /// <summary>It stays.</summary>
    Keep,

    /// <summary>The surface knows it well enough: its prediction is set without a search.</summary>
    Predict,

    /// <summary>It is searched.</summary>
    Search,
}
