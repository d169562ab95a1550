using Google.Protobuf;

namespace LtoAutoscope.Learning.Onnx;

/// <summary>Writes an <see cref="OnnxGraph"/> as the protocol buffer that onnx.proto describes, field by field.</summary>
internal static class OnnxModelWriter
{
    internal const string ClassicDomain = "ai.onnx.ml";
    private const long IrVersion = 8, OnnxOpset = 13, ClassicOpset = 3;
    private const int ElementFloat = 1;
    private const int KindFloat = 1, KindInt = 2, KindString = 3, KindFloats = 6, KindInts = 7;

    internal static byte[] Write(OnnxGraph graph, string producer, string producerVersion) => Message(model =>
    {
        Int(model, 1, IrVersion);
        Text(model, 2, producer);
        Text(model, 3, producerVersion);
        Text(model, 4, "lto-autoscope");
        Int(model, 5, 1);
        Text(model, 6, graph.Description);
        Nested(model, 7, output => Graph(output, graph));
        Nested(model, 8, opset => { Text(opset, 1, ""); Int(opset, 2, OnnxOpset); });
        Nested(model, 8, opset => { Text(opset, 1, ClassicDomain); Int(opset, 2, ClassicOpset); });
        foreach ((string key, string value) in graph.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            Nested(model, 14, entry => { Text(entry, 1, key); Text(entry, 2, value); });
    });

    private static void Graph(CodedOutputStream output, OnnxGraph graph)
    {
        foreach (OnnxNode node in graph.Nodes) Nested(output, 1, stream => Node(stream, node));
        Text(output, 2, graph.Name);
        Nested(output, 11, stream => Tensor(stream, graph.Input));
        Nested(output, 12, stream => Tensor(stream, graph.Output));
    }

    private static void Node(CodedOutputStream output, OnnxNode node)
    {
        Text(output, 1, node.Input);
        Text(output, 2, node.Output);
        Text(output, 3, node.Operator.ToLowerInvariant());
        Text(output, 4, node.Operator);
        foreach ((string name, object value) in node.Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            Nested(output, 5, stream => Attribute(stream, name, value));
        Text(output, 7, node.Domain);
    }

    private static void Attribute(CodedOutputStream output, string name, object value)
    {
        Text(output, 1, name);
        switch (value)
        {
            case float single:
                Float(output, 2, single);
                Int(output, 20, KindFloat);
                break;
            case long integer:
                Int(output, 3, integer);
                Int(output, 20, KindInt);
                break;
            case string text:
                Text(output, 4, text);
                Int(output, 20, KindString);
                break;
            case float[] singles:
                foreach (float item in singles) Float(output, 7, item);
                Int(output, 20, KindFloats);
                break;
            case long[] integers:
                foreach (long item in integers) Int(output, 8, item);
                Int(output, 20, KindInts);
                break;
            default:
                throw new ArgumentException($"An attribute cannot be a {value.GetType().Name}.", nameof(value));
        }
    }

    private static void Tensor(CodedOutputStream output, OnnxTensorInfo tensor)
    {
        Text(output, 1, tensor.Name);
        Nested(output, 2, type => Nested(type, 1, shaped =>
        {
            Int(shaped, 1, ElementFloat);
            Nested(shaped, 2, shape =>
            {
                Nested(shape, 1, dimension => Text(dimension, 2, "N"));
                Nested(shape, 1, dimension => Int(dimension, 1, tensor.Columns));
            });
        }));
    }

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var buffer = new MemoryStream();
        using (var output = new CodedOutputStream(buffer, leaveOpen: true)) write(output);
        return buffer.ToArray();
    }

    private static void Nested(CodedOutputStream output, int field, Action<CodedOutputStream> write)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(Message(write)));
    }

    private static void Text(CodedOutputStream output, int field, string value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(value);
    }

    private static void Int(CodedOutputStream output, int field, long value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    }

    private static void Float(CodedOutputStream output, int field, float value)
    {
        output.WriteTag(field, WireFormat.WireType.Fixed32);
        output.WriteFloat(value);
    }
}
