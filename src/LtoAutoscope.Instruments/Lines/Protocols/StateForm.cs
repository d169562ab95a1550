namespace LtoAutoscope.Instruments.Lines.Protocols;

/// <summary>How a server words which axes move.</summary>
public enum StateForm
{
    /// <summary>One word for the whole stage.</summary>
    Whole,

    /// <summary>A letter for each axis, in the order of the axes: that of the moving word or that of the idle word in the same place.</summary>
    Letters,

    /// <summary>A number with a bit for each axis, the first axis in bit 0.</summary>
    Bits,
}
