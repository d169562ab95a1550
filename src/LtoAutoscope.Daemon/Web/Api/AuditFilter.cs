using LtoAutoscope.Daemon.Commands.Access;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Audits;
using Microsoft.AspNetCore.Mvc;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Which entries are asked for, in an address.</summary>
public sealed class AuditFilter
{
    /// <summary>The account that did it.</summary>
    [FromQuery(Name = "who")]
    public string? Who { get; init; }

    /// <summary>How the action begins.</summary>
    [FromQuery(Name = "action")]
    public string? Action { get; init; }

    /// <summary>A part of the target.</summary>
    [FromQuery(Name = "target")]
    public string? Target { get; init; }

    /// <summary>What became of it: done, refused or failed.</summary>
    [FromQuery(Name = "result")]
    public string? Result { get; init; }

    /// <summary>Not before this time.</summary>
    [FromQuery(Name = "from")]
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this time.</summary>
    [FromQuery(Name = "until")]
    public DateTimeOffset? Until { get; init; }

    /// <summary>As a query.</summary>
    /// <exception cref="InputException">There is no such result.</exception>
    public AuditQuery ToQuery() => new() { Who = Who, Action = Action, Target = Target, Result = ResultOf(Result), From = From, Until = Until };

    private static AuditResult? ResultOf(string? word)
        => string.IsNullOrEmpty(word) ? null
            : Enum.GetValues<AuditResult>().Where(result => string.Equals(result.ToString(), word, StringComparison.OrdinalIgnoreCase)).ToArray() is [var known] ? known
            : throw new InputException($"'{word}' is no result", "result", "Give done, refused or failed");
}
