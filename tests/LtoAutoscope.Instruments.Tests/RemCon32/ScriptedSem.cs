using System.Globalization;
using System.Text;
using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Twin.Servers;

namespace LtoAutoscope.Instruments.Tests.RemCon32;

/// <summary>A SEM that answers as a test says: null for its usual answer, and <c>~300~</c> within a text for a pause, ms.</summary>
internal sealed class ScriptedSem(Func<string, string?> answer) : IWireServer
{
    public const string Version = "@\r\n>SmartSEM Remote Control V06.01, February 2016\r\n";

    public async Task ServeAsync(IByteLink link, CancellationToken cancellationToken)
    {
        var buffer = new byte[512];
        var line = new StringBuilder();
        while (await link.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            for (int i = 0; i < read; i++)
            {
                if (buffer[i] != '\r')
                {
                    line.Append((char)buffer[i]);
                    continue;
                }

                string request = line.ToString();
                line.Clear();
                await WriteAsync(link, answer(request) ?? Usual(request), cancellationToken);
            }
        }
    }

    private static async Task WriteAsync(IByteLink link, string text, CancellationToken cancellationToken)
    {
        string[] pieces = text.Split('~');
        for (int i = 0; i < pieces.Length; i++)
        {
            if (i % 2 == 1) await PatientTime.DelayAsync(int.Parse(pieces[i], CultureInfo.InvariantCulture), cancellationToken);
            else if (pieces[i].Length > 0) await link.WriteAsync(Encoding.Latin1.GetBytes(pieces[i]), cancellationToken);
        }
    }

    private static string Usual(string request) => request switch
    {
        "VER?" => Version,
        "C95?" => "@\r\n>1 1 20 5 10 0 0.0\r\n",
        "IST?" => "@\r\n>1 0\r\n",
        "MAG?" => "@\r\n>500\r\n",
        "FOC?" => "@\r\n>10\r\n",
        "BBL?" => "@\r\n>1\r\n",
        "EHT?" => "@\r\n>0\r\n",
        _ => "@\r\n>\r\n",
    };
}
