namespace LtoAutoscope.Twin.Servers.Grbl;

/// <summary>Lines that begin with <c>$</c>.</summary>
internal sealed partial class GrblController
{
    private readonly string[] _startup = ["", ""];
    private string _build = "";

    private void SystemLine(string line, GrblClient client)
    {
        if (line.Length > 1 && line[1] == 'J')
        {
            if (_state is not (GrblState.Idle or GrblState.Jog)) client.Send(GrblReports.Answer(GrblStatus.NotIdle));
            else if (line.Length < 3 || line[2] != '=') client.Send(GrblReports.Answer(GrblStatus.InvalidStatement));
            else Code(line[3..], true, client);
            return;
        }

        if (line == "$H" && _settings.HasHoming && (_state is GrblState.Idle or GrblState.Alarm))
        {
            _state = GrblState.Home;
            Begin([new GrblStep.Home()], client);
            return;
        }

        if (line == "$C" && _state == GrblState.Check)
        {
            client.Send(GrblReports.Message("Disabled") + GrblReports.Answer(GrblStatus.Ok));
            Reset();
            return;
        }

        (int status, string text) = Inquire(line);
        client.Send(text + GrblReports.Answer(status));
        if (status != GrblStatus.Ok) return;
        if (line == "$SLP") Sleep();
        if (line.StartsWith("$RST", StringComparison.Ordinal)) Reset();
    }

    /// <summary>What a line prints before its answer, and its status.</summary>
    private (int Status, string Text) Inquire(string line)
    {
        if (line.Length == 1) return (GrblStatus.Ok, GrblReports.Help);
        if (line[1] is '$' or 'G' or 'C' or 'X')
        {
            if (line.Length > 2) return (GrblStatus.InvalidStatement, "");
            return line[1] switch
            {
                '$' => _state is GrblState.Run or GrblState.Hold ? (GrblStatus.NotIdle, "") : (GrblStatus.Ok, _reports.Settings),
                'G' => (GrblStatus.Ok, _reports.Modes),
                'C' => EnterCheck(),
                _ => (GrblStatus.Ok, Unlock()),
            };
        }

        if (_state is not (GrblState.Idle or GrblState.Alarm)) return (GrblStatus.NotIdle, "");
        return line[1] switch
        {
            '#' => line.Length > 2 ? (GrblStatus.InvalidStatement, "") : (GrblStatus.Ok, _reports.Parameters),
            'H' => (_settings.HasHoming ? GrblStatus.InvalidStatement : GrblStatus.HomingDisabled, ""),
            'S' => (line == "$SLP" ? GrblStatus.Ok : GrblStatus.InvalidStatement, ""),
            'I' => BuildInformation(line),
            'R' => Restore(line),
            'N' => Startup(line),
            _ => (Assign(line, 1, (number, value) => _settings.Write(number, value)), ""),
        };
    }

    private static int Assign(string line, int at, Func<double, double, int> write)
    {
        if (!GrblNumber.TryRead(line, ref at, out double number)) return GrblStatus.BadNumber;
        if (at >= line.Length || line[at++] != '=') return GrblStatus.InvalidStatement;
        if (!GrblNumber.TryRead(line, ref at, out double value)) return GrblStatus.BadNumber;
        return at < line.Length || number > 255 ? GrblStatus.InvalidStatement : write(number, value);
    }

    private (int Status, string Text) EnterCheck()
    {
        if (_state != GrblState.Idle) return (GrblStatus.NotIdle, "");
        _state = GrblState.Check;
        return (GrblStatus.Ok, GrblReports.Message("Enabled"));
    }

    private string Unlock()
    {
        if (_state != GrblState.Alarm) return "";
        _state = GrblState.Idle;
        _interpreter.Synchronise();
        return GrblReports.Message("Caution: Unlocked");
    }

    private (int Status, string Text) BuildInformation(string line)
    {
        if (line.Length == 2) return (GrblStatus.Ok, GrblReports.Build(_build));
        if (line[2] != '=') return (GrblStatus.InvalidStatement, "");
        _build = line[3..];
        return (GrblStatus.Ok, "");
    }

    private (int Status, string Text) Restore(string line)
    {
        if (line is not ("$RST=$" or "$RST=#" or "$RST=*")) return (GrblStatus.InvalidStatement, "");
        if (line[5] is '$' or '*') _settings.Restore();
        if (line[5] is '#' or '*') _interpreter.Forget();
        if (line[5] == '*')
        {
            Array.Fill(_startup, "");
            _build = "";
        }

        return (GrblStatus.Ok, GrblReports.Message("Restoring defaults"));
    }

    private (int Status, string Text) Startup(string line)
    {
        if (line.Length == 2) return (GrblStatus.Ok, $"$N0={_startup[0]}\r\n$N1={_startup[1]}\r\n");
        int at = 2;
        if (!GrblNumber.TryRead(line, ref at, out double number)) return (GrblStatus.BadNumber, "");
        if (at >= line.Length || line[at] != '=' || number is not (0 or 1)) return (GrblStatus.InvalidStatement, "");
        if (_state != GrblState.Idle) return (GrblStatus.NotIdle, "");
        string code = line[(at + 1)..];
        (int status, IReadOnlyList<GrblStep> steps) = _interpreter.Execute(code, false);
        if (status != GrblStatus.Ok) return (status, "");
        foreach (GrblStep.Move move in steps.OfType<GrblStep.Move>()) Follow(move);
        _startup[(int)number] = code;
        return (GrblStatus.Ok, "");
    }

    private void RunStartupLines()
    {
        foreach (string code in _startup.Where(code => code.Length > 0))
        {
            (int status, IReadOnlyList<GrblStep> steps) = _interpreter.Execute(code, false);
            foreach (GrblStep.Move move in steps.OfType<GrblStep.Move>()) Follow(move);
            Push($">{code}:{GrblReports.Answer(status)}");
        }
    }

    /// <summary>A move of a startup line: only inside the travel and as far as the planner has room.</summary>
    private void Follow(GrblStep.Move move)
    {
        if (_settings.HasSoftLimits && !_motion.IsWithinTravel(move.Block.Target)) Alarm(2, true);
        else if (!_critical) Move(move);
    }
}
