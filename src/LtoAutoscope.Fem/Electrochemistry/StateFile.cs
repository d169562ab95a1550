using System.Runtime.InteropServices;

namespace LtoAutoscope.Fem.Electrochemistry;

/// <summary>Arrays of a saved state: length, then little-endian doubles.</summary>
internal static class StateFile
{
    internal static void Write(BinaryWriter writer, double[] values)
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(values.AsSpan()));
    }

    internal static double[] Read(BinaryReader reader)
    {
        int length = reader.ReadInt32();
        if (length is < 0 or > 1 << 28) throw new InvalidDataException($"An array of {length} values is not one of a state.");
        var values = new double[length];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    internal static void Read(BinaryReader reader, double[] values)
    {
        int length = reader.ReadInt32();
        if (length != values.Length) throw new InvalidDataException($"The state has {length} values where {values.Length} are expected.");
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
    }
}
