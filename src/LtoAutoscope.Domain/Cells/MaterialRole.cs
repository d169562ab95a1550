namespace LtoAutoscope.Domain.Cells;

/// <summary>What a material is made for; it decides in which direction its first cycle goes.</summary>
public enum MaterialRole
{
    /// <summary>Made empty of lithium: the half cell lithiates it first, and CE = Q(delithiation) / Q(lithiation).</summary>
    Anode,

    /// <summary>Made full of lithium: the half cell delithiates it first, and CE = Q(lithiation) / Q(delithiation).</summary>
    Cathode,
}
