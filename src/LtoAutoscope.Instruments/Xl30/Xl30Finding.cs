namespace LtoAutoscope.Instruments.Xl30;

/// <summary>What a reader found in the stream.</summary>
/// <param name="Message">A whole message with the right checksum, or null for a defect.</param>
/// <param name="Opcode">The operation that was read, also where the checksum is wrong; 0 where none was.</param>
/// <param name="IsWhole">Whether as many bytes were there as the message said; a defect of one is its checksum.</param>
/// <param name="Defect">What is wrong, or an empty string.</param>
public readonly record struct Xl30Finding(Xl30Message? Message, byte Opcode, bool IsWhole, string Defect);
