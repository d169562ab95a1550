using System.Globalization;
using LtoAutoscope.Instruments.Lines;
using LtoAutoscope.Instruments.Lines.Protocols;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Instruments.Composition;

/// <summary>The keys of a part of an instrument: protocol, port, axes.</summary>
/// <param name="protocolFolders">Folders with protocols, looked in before the shipped one.</param>
internal sealed class PartYaml(IReadOnlyList<string> protocolFolders)
{
    private const string SharkSem = InstrumentConfiguration.SharkSemProtocol;
    private const string Xl30 = InstrumentConfiguration.Xl30Protocol;
    private static readonly string[] Axes = ["x", "y", "z", "rotation", "tilt"];
    private readonly string[] _protocols = [SharkSem, Xl30, .. ProtocolLibrary.Names(protocolFolders)];

    /// <summary>Reads a part.</summary>
    /// <param name="map">Its keys.</param>
    /// <param name="part">Its name.</param>
    /// <param name="column">The column, whose connection a part shares that names no other; null for the column itself.</param>
    public PartConfiguration Read(StrictYamlMap map, string part, PartConfiguration? column)
    {
        string protocol = map.Word("protocol", column?.Protocol ?? SharkSem, _protocols);
        Check(map, part, protocol);
        return new PartConfiguration(protocol, ReadEndpoint(map, protocol, column))
        {
            Axes = ReadAxes(map.Map("axes")),
            Values = map.Map("values") is var values ? values.Names().ToDictionary(name => name, name => values.Number(name, 0), StringComparer.Ordinal) : [],
        };
    }

    /// <summary>A protocol that is data tells what it has; the others have every part.</summary>
    private void Check(StrictYamlMap map, string part, string protocol)
    {
        if (protocol is SharkSem or Xl30) return;
        if (Has(protocol, part)) return;
        string[] others = [SharkSem, .. ProtocolLibrary.Names(protocolFolders).Where(name => name != protocol && Has(name, part))];
        throw map.Wrong("protocol", $"'{protocol}' has no {part}", $"Use one of {string.Join(", ", others)}");
    }

    private bool Has(string protocol, string part)
    {
        ProtocolDefinition definition = ProtocolLibrary.Load(protocol, protocolFolders);
        return part == "stage" ? definition.Stage is not null : definition.Roles.ContainsKey(part switch { "column" => "energy_kv", "scanner" => "store_frame", _ => "pressure_pa" });
    }

    private LinkEndpoint? ReadEndpoint(StrictYamlMap map, string protocol, PartConfiguration? column)
    {
        bool sharesColumn = column?.Protocol == protocol;
        if (protocol == SharkSem)
        {
            if (column is not null && sharesColumn && (map.Has("host") || map.Has("port")))
                throw map.Wrong("port", "it names the column's server once more", "Leave host and port out here: SharkSEM's parts share the column's connection");
            if (column is not null && !sharesColumn) throw map.Wrong("protocol", "SharkSEM gives a part only beside a SharkSEM column", "Give the column protocol: sharksem too");
            if (column is null) _ = (map.Text("host", ""), map.Whole("port", 8300, 1, 65534));
            return null;
        }

        if (!map.Has("port") && !map.Has("host")) return sharesColumn ? column!.Endpoint : throw map.Wrong("port", "it is missing", "Name a serial port, such as port: /dev/ttyUSB0, or host and port of a TCP bridge");
        ProtocolDefinition? definition = protocol == Xl30 ? null : ProtocolLibrary.Load(protocol, protocolFolders);
        string port = map.Text("port", definition?.Transport.TcpPort?.ToString(CultureInfo.InvariantCulture) ?? "");
        bool isNumber = int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        if (map.Has("host") || isNumber)
        {
            if (!isNumber || number is < 1 or > 65535) throw map.Wrong("port", $"'{port}' is no TCP port", "Write a number from 1 to 65535, or leave 'host' out for a serial port");
            return LinkEndpoint.Tcp(map.Text("host", "127.0.0.1"), number);
        }

        return LinkEndpoint.Serial(port, new SerialSettings
        {
            BaudRate = map.Whole("baud", definition?.Transport.BaudRate ?? 9600, 300, 4_000_000),
            DataBits = map.Whole("data_bits", 8, 5, 8),
            Parity = Enum.Parse<SerialParity>(map.Word("parity", "none", [.. Enum.GetNames<SerialParity>().Select(name => name.ToLowerInvariant())]), true),
            StopBits = map.Whole("stop_bits", 1, 1, 2),
            Dtr = map.Has("dtr") ? map.Flag("dtr", true) : definition?.Transport.RaisesDtr == false ? false : null,
            Rts = map.Has("rts") ? map.Flag("rts", true) : null,
            SettleTime = map.Seconds("wake_up_s", TimeSpan.Zero, 0, 60),
        });
    }

    private static Dictionary<string, LineAxis> ReadAxes(StrictYamlMap map)
    {
        var axes = new Dictionary<string, LineAxis>(StringComparer.Ordinal);
        foreach (string axis in Axes)
        {
            if (!map.Has(axis)) continue;
            if (map.IsScalar(axis))
            {
                axes[axis] = new LineAxis(map.RequiredText(axis));
                continue;
            }

            StrictYamlMap own = map.Map(axis);
            axes[axis] = new LineAxis(own.Text("name", ""), own.Flag("invert", false), own.Number("offset", 0));
        }

        return axes;
    }
}
