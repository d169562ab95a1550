using System.Buffers.Binary;
using Google.Protobuf;

namespace LtoAutoscope.Learning.Onnx;

/// <summary>Reads what <see cref="OnnxModelWriter"/> writes; fields that it does not know are skipped, so models of other makers are read as far as they go.</summary>
internal static class OnnxModelReader
{
    /// <exception cref="InvalidProtocolBufferException">The bytes are no protocol buffer.</exception>
    internal static OnnxGraph Read(byte[] bytes)
    {
        var nodes = new List<OnnxNode>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        string name = "", description = "";
        OnnxTensorInfo input = default, output = default;
        Fields(bytes, (field, stream, tag) =>
        {
            switch (field)
            {
                case 6: description = stream.ReadString(); return true;
                case 14:
                    (string key, string value) = ("", "");
                    Fields(Bytes(stream), (inner, entry, _) => inner switch
                    {
                        1 => Keep(key = entry.ReadString()),
                        2 => Keep(value = entry.ReadString()),
                        _ => false,
                    });
                    metadata[key] = value;
                    return true;
                case 7:
                    Fields(Bytes(stream), (inner, graph, _) => inner switch
                    {
                        1 => Add(nodes, Node(Bytes(graph))),
                        2 => Keep(name = graph.ReadString()),
                        11 => Keep(input = Tensor(Bytes(graph))),
                        12 => Keep(output = Tensor(Bytes(graph))),
                        _ => false,
                    });
                    return true;
                default: return false;
            }
        });
        return new OnnxGraph { Name = name, Description = description, Nodes = nodes, Input = input, Output = output, Metadata = metadata };
    }

    private static OnnxNode Node(byte[] bytes)
    {
        string input = "", output = "", type = "", domain = "";
        var attributes = new Dictionary<string, object>(StringComparer.Ordinal);
        Fields(bytes, (field, stream, _) => field switch
        {
            1 => Keep(input = stream.ReadString()),
            2 => Keep(output = stream.ReadString()),
            4 => Keep(type = stream.ReadString()),
            5 => Attribute(Bytes(stream), attributes),
            7 => Keep(domain = stream.ReadString()),
            _ => false,
        });
        return new OnnxNode(type, domain, input, output, attributes);
    }

    private static bool Attribute(byte[] bytes, Dictionary<string, object> attributes)
    {
        string name = "";
        object? single = null;
        List<float> floats = [];
        List<long> integers = [];
        Fields(bytes, (field, stream, tag) =>
        {
            bool packed = WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited;
            switch (field)
            {
                case 1: name = stream.ReadString(); return true;
                case 2: single = stream.ReadFloat(); return true;
                case 3: single = stream.ReadInt64(); return true;
                case 4: single = stream.ReadString(); return true;
                case 7 when packed:
                    ReadOnlySpan<byte> raw = Bytes(stream);
                    for (int at = 0; at + 4 <= raw.Length; at += 4) floats.Add(BinaryPrimitives.ReadSingleLittleEndian(raw[at..]));
                    return true;
                case 7: floats.Add(stream.ReadFloat()); return true;
                case 8 when packed:
                    using (var inner = new CodedInputStream(Bytes(stream)))
                        while (!inner.IsAtEnd) integers.Add(inner.ReadInt64());
                    return true;
                case 8: integers.Add(stream.ReadInt64()); return true;
                default: return false;
            }
        });
        attributes[name] = floats.Count > 0 ? floats.ToArray() : integers.Count > 0 ? integers.ToArray() : single ?? "";
        return true;
    }

    private static OnnxTensorInfo Tensor(byte[] bytes)
    {
        string name = "";
        long columns = 0;
        Fields(bytes, (field, stream, _) => field switch
        {
            1 => Keep(name = stream.ReadString()),
            2 => Inside(Bytes(stream), 1, shaped => Inside(shaped, 2, shape => Inside(shape, 1, dimension => Fields(dimension, (inner, value, _) => inner switch
            {
                1 => Keep(columns = value.ReadInt64()),
                _ => false,
            })))),
            _ => false,
        });
        return new OnnxTensorInfo(name, columns);
    }

    private static bool Inside(byte[] bytes, int wanted, Action<byte[]> read)
    {
        Fields(bytes, (field, stream, _) =>
        {
            if (field != wanted) return false;
            read(Bytes(stream));
            return true;
        });
        return true;
    }

    /// <summary>Calls <paramref name="read"/> for each field; what it does not take is skipped.</summary>
    private static void Fields(byte[] bytes, Func<int, CodedInputStream, uint, bool> read)
    {
        using var stream = new CodedInputStream(bytes);
        uint tag;
        while ((tag = stream.ReadTag()) != 0)
            if (!read(WireFormat.GetTagFieldNumber(tag), stream, tag)) stream.SkipLastField();
    }

    private static byte[] Bytes(CodedInputStream stream) => stream.ReadBytes().ToByteArray();

    private static bool Keep<T>(T value) => value is not null;

    private static bool Add(List<OnnxNode> nodes, OnnxNode node)
    {
        nodes.Add(node);
        return true;
    }
}
