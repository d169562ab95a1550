namespace LtoAutoscope.Pipeline.Control;

/// <summary>A procedure that the instrument runs by itself.</summary>
public enum AutomaticProcedure
{
    /// <summary>Finds the focus.</summary>
    Focus,

    /// <summary>Corrects astigmatism.</summary>
    Stigmator,

    /// <summary>Finds brightness and contrast.</summary>
    Signal,
}
