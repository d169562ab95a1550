namespace LtoAutoscope.Pipeline.Control;

/// <summary>By whom the instrument is controlled.</summary>
public enum ControlKind
{
    /// <summary>By nobody.</summary>
    Free,

    /// <summary>By the run engine.</summary>
    Queue,

    /// <summary>By a recurring task or another part of the program.</summary>
    Program,

    /// <summary>By an operator, by hand.</summary>
    Hand,
}
