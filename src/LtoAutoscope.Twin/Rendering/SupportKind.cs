namespace LtoAutoscope.Twin.Rendering;

/// <summary>What powders are put on.</summary>
internal enum SupportKind
{
    /// <summary>A surface whose texture has no direction: silicon, glass, carbon paint.</summary>
    Plain,

    /// <summary>Rolled metal foil: lines and scratches.</summary>
    Foil,

    /// <summary>A filter membrane with round holes.</summary>
    Membrane,

    /// <summary>Lacy carbon: strands between dark holes.</summary>
    Lacy,

    /// <summary>Adhesive carbon tab: smooth hills, pits and flakes.</summary>
    Tab,
}
