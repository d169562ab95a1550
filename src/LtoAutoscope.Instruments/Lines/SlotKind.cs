namespace LtoAutoscope.Instruments.Lines;

/// <summary>What may stand in a slot of a <see cref="LinePattern"/>.</summary>
public enum SlotKind
{
    /// <summary>A whole number: <c>-12</c>.</summary>
    Int,

    /// <summary>A number; read with or without an exponent, written in fixed notation.</summary>
    Number,

    /// <summary>A whole number in hexadecimal digits, with or without <c>0x</c>.</summary>
    Hex,

    /// <summary>Letters, digits and underscores.</summary>
    Name,

    /// <summary>Anything up to a blank, comma, bar, equals or angle sign.</summary>
    Word,

    /// <summary>The rest of the line, which may be empty.</summary>
    Text,
}
