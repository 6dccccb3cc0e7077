package exchange

import "followcal/schedule"

// synonyms is the table of no particular origin: a tracker's export or
// somebody's own spreadsheet. The headers are those of Huntr, Teal, Notion
// templates and the like, folded to letters and digits.
var synonyms = &layout{
	format:  CSV,
	headers: meanings(),
	date:    plainDate,
}

// meanings lists, for each field, the headers that mean it. Where a table has
// more than one, its first column counts.
func meanings() map[string]field {
	headers := make(map[string]field)
	for f, names := range map[field][]string{
		employer: {
			"employer", "company", "companyname", "employername", "organization", "organisation", "hiringorganization",
			"hiringorganisation", "organizationname", "firm", "business", "companyorganization", "hiringcompany",
			"firma", "unternehmen", "arbeitgeber", "entreprise", "societe", "société", "empresa", "azienda", "bedrijf",
		},
		role: {
			"role", "title", "jobtitle", "position", "jobposition", "positiontitle", "roletitle", "job", "jobrole", "jobname",
			"positionname", "vacancy", "opening", "stelle", "stellentitel", "berufsbezeichnung", "poste", "intituleduposte", "puesto", "cargo", "ruolo", "functie",
		},
		appliedOn: {
			"appliedon", "dateapplied", "applieddate", "applicationdate", "appliedat", "dateofapplication", "applydate",
			"datesubmitted", "submissiondate", "submittedon", "submitted", "applicationsubmitted", "applicationsent", "dateappliedon", "appdate",
			"beworbenam", "bewerbungsdatum", "bewerbungvom", "datedecandidature", "fechadesolicitud", "datacandidatura",
		},
		applied:  {"applied", "haveapplied", "appliedyn", "isapplied"},
		savedOn:  {"savedon", "datesaved", "saveddate", "dateadded", "addedon", "bookmarkedon", "createdat", "created", "createdtime", "datecreated"},
		status:   {"status", "stage", "list", "listname", "state", "applicationstatus", "jobstatus", "currentstatus", "currentstage", "pipelinestage", "column", "statut", "estado", "stato"},
		archived: {"archived", "isarchived"},
		closesOn: {"deadline", "closingdate", "closeson", "closedate", "applicationdeadline", "validthrough", "applyby", "expires", "expirydate", "expirationdate", "lastdate", "duedate", "bewerbungsschluss", "datelimite"},
		link: {
			"url", "link", "joburl", "joblink", "posting", "postingurl", "jobposting", "jobpostingurl", "jobpostinglink", "applicationurl", "applicationlink",
			"postinglink", "listing", "listingurl", "website", "joblisting", "jobad", "advert", "adverturl", "sourceurl", "stellenanzeige", "lien",
		},
		source:       {"source", "jobsource", "platform", "jobboard", "board", "foundon", "foundvia", "via", "site", "channel", "wherefound", "quelle"},
		region:       {"region", "employerregion", "regioncode", "iso31662"},
		zone:         {"zone", "timezone", "employerzone", "employertimezone"},
		location:     {"location", "joblocation", "place", "city", "worklocation", "officelocation", "citystate", "ort", "standort", "arbeitsort", "lieu", "ubicacion", "localita"},
		notes:        {"notes", "note", "comments", "comment", "remarks", "jobnotes", "bemerkungen", "notizen", "remarques", "notas"},
		contactName:  {"contact", "contactname", "recruiter", "recruitername", "hiringmanager", "contactperson", "pointofcontact", "interviewer", "ansprechpartner", "primarycontact"},
		contactEmail: {"contactemail", "recruiteremail", "hiringmanageremail", "contactemailaddress", "contactmail", "emailcontact"},
		contactPhone: {"contactphone", "recruiterphone", "hiringmanagerphone", "contactphonenumber", "contactnumber", "phonecontact"},
	} {
		for _, name := range names {
			headers[name] = f
		}
	}
	return headers
}

// statusNames are the words for a status in trackers, folded.
var statusNames = map[schedule.Status][]string{
	schedule.Saved: {
		"saved", "wishlist", "bookmarked", "bookmark", "toapply", "interested", "draft", "notapplied", "notyetapplied", "new", "todo",
		"backlog", "planned", "researching", "considering", "applying", "preparing", "readytoapply", "lead", "prospect", "gemerkt",
	},
	schedule.Applied: {
		"applied", "application", "applicationsent", "applicationsubmitted", "submitted", "sent", "waiting", "pending", "awaitingresponse",
		"awaitingreply", "inreview", "underreview", "inprogress", "followup", "followedup", "noresponse", "noreply", "noanswer", "beworben", "postule", "postulé",
	},
	schedule.Interviewing: {
		"interviewing", "interview", "interviews", "interviewscheduled", "phonescreen", "phoneinterview", "screening", "screen", "phonescreening",
		"recruiterscreen", "technicalinterview", "technical", "assessment", "takehome", "onsite", "onsiteinterview", "finalround", "finalinterview",
		"firstinterview", "secondinterview", "interviewed", "firstround", "secondround", "vorstellungsgesprach", "vorstellungsgespräch", "entretien",
	},
	schedule.Offer:    {"offer", "offered", "offerreceived", "offers", "negotiating", "negotiation", "offerextended", "angebot", "offre"},
	schedule.Accepted: {"accepted", "hired", "offeraccepted", "acceptedoffer", "won", "signed", "joined", "angenommen"},
	schedule.Rejected: {
		"rejected", "rejection", "declined", "notselected", "denied", "unsuccessful", "no", "turneddown", "refused", "lost", "rejectedbyemployer",
		"applicationrejected", "absage", "abgelehnt", "refuse", "refusé",
	},
	schedule.Withdrawn: {"withdrawn", "withdrew", "offerdeclined", "declinedoffer", "iwithdrew", "notinterested", "passed", "cancelled", "canceled", "abandoned", "zuruckgezogen", "zurückgezogen"},
	schedule.Closed:    {"closed", "archived", "archive", "expired", "ghosted", "filled", "positionfilled", "positionclosed", "done", "inactive", "geschlossen"},
}

// statusByName is statusNames the other way round.
var statusByName = func() map[string]schedule.Status {
	byName := make(map[string]schedule.Status)
	for s, names := range statusNames {
		for _, name := range names {
			byName[name] = s
		}
	}
	return byName
}()
