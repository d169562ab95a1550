namespace LtoAutoscope.Instruments.Transports;

/// <summary>The parity bit of a serial line.</summary>
public enum SerialParity
{
    /// <summary>No parity bit.</summary>
    None,

    /// <summary>The number of ones, parity bit included, is odd.</summary>
    Odd,

    /// <summary>The number of ones, parity bit included, is even.</summary>
    Even,
}
